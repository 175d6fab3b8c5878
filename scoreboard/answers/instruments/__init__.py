"""政策工具: what does a policy instrument cost, and what does it give?"""
