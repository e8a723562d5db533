"""What a history of hormones tells: trends, anomalies, rhythms, forecasts, good hours. Pure."""
