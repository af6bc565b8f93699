/**
 * A model of what Terraform does with a synthesized stack. `readConfiguration` reads the `cdk.tf.json`. `plan` compares
 * it with the `State` and returns a `Change` for each address, and `applied` returns the state after the plan. `order`
 * returns the steps of the changes and what each waits for. The tests make a call for each step, in every kind of order
 * that this allows, to `Services` of `azure-service`, which refuses what Azure refuses.
 */
export * from './configuration';
export * from './order';
export * from './plan';
export * from './state';
