"""What `make bench` runs: each case beside the least that could give the same, alternated in one run."""
