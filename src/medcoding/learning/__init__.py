"""Learning: the syllabus now; progress, review and exams as they come."""
