"""Figures: a frame and what it shows in, a Plotly figure (or the map's payload) out."""
