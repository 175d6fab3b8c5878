"""The library behind the dashboard: what is measured, how it is read, analysed, drawn and said."""
