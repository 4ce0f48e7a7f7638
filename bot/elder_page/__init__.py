"""What the elder's web page does, without HTTP: asking for help, and seeing to one's matters."""
