"""版本记录: who published what, what changed, and the way back."""
