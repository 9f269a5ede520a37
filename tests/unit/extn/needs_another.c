/* A library that needs a function nobody has. */
void function_that_nobody_has(void);
void caller(void);

void caller(void) { function_that_nobody_has(); }
