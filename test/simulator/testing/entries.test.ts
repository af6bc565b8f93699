test('only the entry of a test framework adds matchers to its expect', async () => {
  const hasMatchers = (): boolean => 'toSurvive' in expect(undefined);
  await import('../../../simulator');
  expect(hasMatchers()).toBe(false);
  await import('../../../simulator/testing/jest');
  expect(hasMatchers()).toBe(true);
});
