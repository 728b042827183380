// Package help reads what the terminal explains to who asks: topics of text and
// pictures, help/<language>.json in assets.
//
// # Why
//
// The answers are the service's and change without a build, so they are data. A
// citizen may change the language while reading, so every topic must have the same
// parts in every language: [Load] refuses a book that has not.
package help
