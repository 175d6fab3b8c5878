"""指标方法: what is measured, from which source, and with which limits?"""
