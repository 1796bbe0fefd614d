/* The negative control of the power-cut test: preloaded into the server alone, it makes every sync a lie. The test
   must then lose acknowledged reports; if it does not, it proves nothing. */
int fsync(int file) { (void)file; return 0; }
int fdatasync(int file) { (void)file; return 0; }
void sync(void) {}
