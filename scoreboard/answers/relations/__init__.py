"""关系: how two indicators go together over regions."""
