"""What leaves the house: who approved which bytes, and what goes to the print shop."""
