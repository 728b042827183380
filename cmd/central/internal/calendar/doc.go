// Package calendar counts working days by the production calendar of Kazakhstan in
// holidays.json: days off besides Saturdays and Sundays, with the transfers.
package calendar
