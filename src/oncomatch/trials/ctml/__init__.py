"""CTML, the trial markup of MatchMiner: read into trials, checked for slips, written again."""
