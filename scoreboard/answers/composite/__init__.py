"""综合评价: who leads overall, and how sure is that rank?"""
