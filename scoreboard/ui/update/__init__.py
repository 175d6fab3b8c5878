"""数据更新: read a file, answer its questions, compare, publish."""
