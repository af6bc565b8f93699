// Reports the peak memory of the process that loads it, when the process ends.
process.on('exit', () => process.stderr.write(`PEAK ${process.resourceUsage().maxRSS}\n`));
