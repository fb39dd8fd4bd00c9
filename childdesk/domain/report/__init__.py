"""What reports upward are: periods, tables of counts with heads over heads, and the rules that must hold."""
