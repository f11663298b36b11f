"""What comes of a week: certificates, and the report to donors."""
