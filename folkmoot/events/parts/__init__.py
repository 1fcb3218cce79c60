"""What the owners of each concern add to the page of an event: one module and one template each."""
