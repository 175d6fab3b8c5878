"""对标比较: chosen regions against a benchmark. How far are they, and will they reach it?"""
