package face

import "math"

// Relief tells how badly two views of a face fit to one flat picture: the root mean
// square distance, over the distance of the outer eye corners, that remains after the
// best homography from the landmarks of one to those of the other. A head that turns
// leaves some, because the nose moves against the cheeks: .07 for 25° of the test
// portraits' landmarks turned in space. The portraits as photographs turned by as much
// leave .007 to .011, and [Landmarks.Pose] then sees hardly any turn: who asks for a
// turn of the head has asked the better question. Two views of one pose leave little in
// any case. A hint, not a proof.
func Relief(a, b *Landmarks) float64 {
	from, to := normal(a), normal(b)
	// u = (h0 x + h1 y + h2) / (h6 x + h7 y + 1), v likewise with h3, h4, h5: linear in h
	// when multiplied out (Hartley and Zisserman, Multiple View Geometry, 4.1).
	var m [8][9]float64 // normal equations
	add := func(row [8]float64, right float64) {
		for i := range row {
			for j := range row {
				m[i][j] += row[i] * row[j]
			}
			m[i][8] += row[i] * right
		}
	}
	for i, p := range from {
		x, y, u, v := p[0], p[1], to[i][0], to[i][1]
		add([8]float64{x, y, 1, 0, 0, 0, -u * x, -u * y}, u)
		add([8]float64{0, 0, 0, x, y, 1, -v * x, -v * y}, v)
	}
	h, ok := solve(m)
	if !ok {
		return 0
	}
	sum := 0.0
	for i, p := range from {
		w := h[6]*p[0] + h[7]*p[1] + 1
		du := (h[0]*p[0]+h[1]*p[1]+h[2])/w - to[i][0]
		dv := (h[3]*p[0]+h[4]*p[1]+h[5])/w - to[i][1]
		sum += du*du + dv*dv
	}
	eyes := math.Hypot(to[263][0]-to[33][0], to[263][1]-to[33][1])
	if eyes == 0 {
		return 0
	}
	return math.Sqrt(sum/meshPoints) / eyes
}

// normal centres the landmarks and gives them unit size, which keeps the equations sound.
func normal(l *Landmarks) (out [meshPoints][2]float64) {
	c, size := centre(l.Mesh[:]), 0.0
	for i, p := range l.Mesh {
		out[i] = [2]float64{p[0] - c[0], p[1] - c[1]}
		size += math.Hypot(out[i][0], out[i][1]) / meshPoints
	}
	if size > 0 {
		for i := range out {
			out[i][0] /= size
			out[i][1] /= size
		}
	}
	return out
}

// solve is Gauss' elimination with the largest pivot; the last column is the right side.
func solve(m [8][9]float64) (x [8]float64, ok bool) {
	for c := range 8 {
		pivot := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		if !(math.Abs(m[pivot][c]) > 1e-12) {
			return x, false
		}
		m[c], m[pivot] = m[pivot], m[c]
		for r := c + 1; r < 8; r++ {
			k := m[r][c] / m[c][c]
			for j := c; j < 9; j++ {
				m[r][j] -= k * m[c][j]
			}
		}
	}
	for c := 7; c >= 0; c-- {
		x[c] = m[c][8]
		for j := c + 1; j < 8; j++ {
			x[c] -= m[c][j] * x[j]
		}
		x[c] /= m[c][c]
	}
	return x, true
}
