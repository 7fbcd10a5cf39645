"""Pictures as plain data: elements, layout, hit-testing and one compose per lesson."""
