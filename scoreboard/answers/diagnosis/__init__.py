"""分层诊断: which tier, what holds a region back, which chain lags, what fits, and what if?"""
