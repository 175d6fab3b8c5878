"""区域格局: in how few regions does it lie, who clusters with whom, do regions draw together?"""
