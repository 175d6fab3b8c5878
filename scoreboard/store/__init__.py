"""Published releases: `folder` knows the files and which one is in force, `reading` the figures."""
