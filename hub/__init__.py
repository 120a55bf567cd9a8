"""The hub's core, free of Airflow. Its packages stand in the order in which a record travels."""
