"""地区画像: one region. What is it good and bad at, and who is really comparable to it?"""
