// A platform for one test: stopped cleanly after it, ended at once when it fails.

/** `starting` is what Platform.start gave; `use(platform)` may have stopped it already. */
export async function on_platform(starting, use) {
  const platform = await starting;
  try {
    const result = await use(platform);
    if (platform.child.exitCode === null) await platform.stop();
    return result;
  } finally {
    await platform.kill();
  }
}
