"""Plain Python: periods, paper, what characters can be printed."""
