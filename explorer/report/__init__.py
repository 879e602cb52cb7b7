"""Results as a document: tables in words, drawings, and the sheet that a review looks at."""
