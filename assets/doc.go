// Package assets holds what is data and not code: texts, help, fonts, policy, the receipt's wording.
//
// # Why
//
// Wording, rules and tariffs are changed by the owner of the service, not by an
// engineer, so they live in files that can be read and reviewed without Go. They
// are embedded so that the appliance is one file that cannot lose a part.
package assets
