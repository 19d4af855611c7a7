"""Goals, scorecard, early warning, efficiency, potential: where the plan goes and how one sees it."""
