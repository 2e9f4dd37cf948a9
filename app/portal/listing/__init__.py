"""Lists: what is asked, how far it reaches, which page of it is shown."""
