"""Reading facts about places from files that public bodies publish."""
