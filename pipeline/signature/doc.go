// Package signature judges what the pen did on the pad and draws it for print.
//
// [Limits.Assess] looks at strokes in millimetres and answers with findings:
// nothing drawn, a dot, a straight line, too small, touching the frame. An
// empty answer means that the strokes can serve as a signature sample; whether
// it is the citizen's own hand is the migration officer's decision, never ours.
// [Render] draws the strokes dark on white at the size they are printed in the
// document, with the width of the line following the pressure; [Encode] makes
// the PNG. [Scribe] puts them together for a session.
//
// The strokes themselves (mm, ms, pressure) are written into the application by
// the sealing stage; nothing here keeps or serialises them.
//
// # Why
//
// The picture is drawn by distance to the line and not by filling outlines: two
// dozen lines, no rasteriser, exact anti-aliasing, and no seams where a stroke
// crosses itself.
//
// A signature is never enlarged: a small one stays small and its line keeps the
// width of a pen, because the officer compares it with ink on paper.
package signature
