"""What people bring along: pictures and files, told by their bytes, fenced, kept private."""
