"""Everything of the pages that touches Streamlit: choices in the URL, caches, notices, blocks."""
