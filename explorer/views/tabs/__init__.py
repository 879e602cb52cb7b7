"""The tabs under the plan: tables and charts of the results."""
