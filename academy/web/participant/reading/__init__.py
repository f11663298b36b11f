"""What anybody may read: courses, words, papers, whether a certificate is valid; the quizzes."""
