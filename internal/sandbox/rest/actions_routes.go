package rest

import "slices"

// actionsRoutes are the operations on workflows, environments and checks. The
// hub asks what each needs of its caller.
func actionsRoutes() []Route {
	return slices.Concat(
		workflowRoutes(), runRoutes(), jobRoutes(), logRoutes(), artifactRoutes(),
		environmentRoutes(), branchPolicyRoutes(), secretRoutes(), actionsPermissionRoutes(),
		checkRunRoutes(), checkSuiteRoutes(), statusRoutes(),
	)
}

// counted is a page of a list under a name, with the length of the whole.
func counted[T any](c *Call, name string, list []T, write func(T) Object) Object {
	return Object{"total_count": len(list), name: PageOf(c, list, write)}
}
