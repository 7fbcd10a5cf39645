"""What a Picture says beside the stage: as text, as tables to copy, as the words of a handout."""
