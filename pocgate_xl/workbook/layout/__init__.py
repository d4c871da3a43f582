"""What stands where: every sheet as a plan, before anything is written."""
