;; The inner loops of a product of float32 matrices: C (M, N) = A (M, K) @ B (K, N), tile by tile.
;;
;; A tile is 4 rows of C by 8 columns. Its 4 rows of A and 8 columns of B are packed first, so that what one step of k needs
;; lies side by side: 4 numbers of A, 8 of B. All addresses, strides and steps count bytes.
(module
  (import "heap" "memory" (memory 1))

  ;; C (4, 8) = sum over k of A[k] (4) outer B[k] (8). Rows of C lie `stride` apart. K is at least 1.
  (func (export "tile")
    (param $a i32) (param $b i32) (param $c i32) (param $stride i32) (param $K i32)
    (local $ak v128) (local $left v128) (local $right v128)
    (local $c0l v128) (local $c0r v128) (local $c1l v128) (local $c1r v128)
    (local $c2l v128) (local $c2r v128) (local $c3l v128) (local $c3r v128)
    (loop $k
      (local.set $left (v128.load (local.get $b)))
      (local.set $right (v128.load offset=16 (local.get $b)))
      (local.set $ak (v128.load32_splat (local.get $a)))
      (local.set $c0l (f32x4.add (local.get $c0l) (f32x4.mul (local.get $ak) (local.get $left))))
      (local.set $c0r (f32x4.add (local.get $c0r) (f32x4.mul (local.get $ak) (local.get $right))))
      (local.set $ak (v128.load32_splat offset=4 (local.get $a)))
      (local.set $c1l (f32x4.add (local.get $c1l) (f32x4.mul (local.get $ak) (local.get $left))))
      (local.set $c1r (f32x4.add (local.get $c1r) (f32x4.mul (local.get $ak) (local.get $right))))
      (local.set $ak (v128.load32_splat offset=8 (local.get $a)))
      (local.set $c2l (f32x4.add (local.get $c2l) (f32x4.mul (local.get $ak) (local.get $left))))
      (local.set $c2r (f32x4.add (local.get $c2r) (f32x4.mul (local.get $ak) (local.get $right))))
      (local.set $ak (v128.load32_splat offset=12 (local.get $a)))
      (local.set $c3l (f32x4.add (local.get $c3l) (f32x4.mul (local.get $ak) (local.get $left))))
      (local.set $c3r (f32x4.add (local.get $c3r) (f32x4.mul (local.get $ak) (local.get $right))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1)))))
    (v128.store (local.get $c) (local.get $c0l))
    (v128.store offset=16 (local.get $c) (local.get $c0r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c1l))
    (v128.store offset=16 (local.get $c) (local.get $c1r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c2l))
    (v128.store offset=16 (local.get $c) (local.get $c2r))
    (local.set $c (i32.add (local.get $c) (local.get $stride)))
    (v128.store (local.get $c) (local.get $c3l))
    (v128.store offset=16 (local.get $c) (local.get $c3r)))

  ;; Packs 4 lanes whose numbers of one k lie side by side, in lines `stride` apart: those of each k to places `step` apart.
  (func (export "packColumns")
    (param $from i32) (param $stride i32) (param $to i32) (param $step i32) (param $K i32)
    (loop $k
      (v128.store (local.get $to) (v128.load (local.get $from)))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (local.set $to (i32.add (local.get $to) (local.get $step)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1))))))

  ;; Packs 4 lanes that are rows, `stride` apart: those of each k to places `step` apart.
  (func (export "packRows")
    (param $from i32) (param $stride i32) (param $to i32) (param $step i32) (param $K i32)
    (local $second i32) (local $third i32) (local $fourth i32)
    (local.set $second (i32.add (local.get $from) (local.get $stride)))
    (local.set $third (i32.add (local.get $second) (local.get $stride)))
    (local.set $fourth (i32.add (local.get $third) (local.get $stride)))
    (loop $k
      (f32.store (local.get $to) (f32.load (local.get $from)))
      (f32.store offset=4 (local.get $to) (f32.load (local.get $second)))
      (f32.store offset=8 (local.get $to) (f32.load (local.get $third)))
      (f32.store offset=12 (local.get $to) (f32.load (local.get $fourth)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $second (i32.add (local.get $second) (i32.const 4)))
      (local.set $third (i32.add (local.get $third) (i32.const 4)))
      (local.set $fourth (i32.add (local.get $fourth) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (local.get $step)))
      (br_if $k (local.tee $K (i32.sub (local.get $K) (i32.const 1)))))))
