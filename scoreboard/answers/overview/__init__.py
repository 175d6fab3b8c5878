"""概览: one indicator. Where is it high, who leads, how did it change, where is it from?"""
