"""Bad input through every door: nothing breaks, nothing runs, nothing lies, each refusal is explained."""
