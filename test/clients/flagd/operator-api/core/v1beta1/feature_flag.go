// Package v1beta1 stands in for the operator's types, of which flagd needs only these to watch a resource of
// Kubernetes: the operator's own module for them is not on every proxy. What the resource may hold is up to the
// operator's own definition of it, which the API server of the tests has.
package v1beta1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion is that of the resources.
var GroupVersion = schema.GroupVersion{Group: "core.openfeature.dev", Version: "v1beta1"}

// FeatureFlag is a resource that holds flags.
type FeatureFlag struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              FeatureFlagSpec `json:"spec,omitempty"`
}

// FeatureFlagSpec holds what flagd reads.
type FeatureFlagSpec struct {
	FlagSpec map[string]any `json:"flagSpec,omitempty"`
}

// DeepCopyObject makes a FeatureFlag an object of Kubernetes; nothing here changes what it shares.
func (flag *FeatureFlag) DeepCopyObject() runtime.Object {
	copied := *flag
	flag.ObjectMeta.DeepCopyInto(&copied.ObjectMeta)
	return &copied
}

// AddToScheme registers the resource.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &FeatureFlag{})
	metav1.AddToGroupVersion(scheme, GroupVersion)
	return nil
}
